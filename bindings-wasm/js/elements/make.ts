/** The content of an element. */
export type Content = Node | string | null;

type Attributes = Readonly<Record<string, string | boolean>>;

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes; `true` is an attribute without a value, `false` is none. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...content: readonly Content[]
): HTMLElementTagNameMap[Tag] {
  return filled(document.createElement(tag), attributes, content);
}

/** The same for a drawing. */
export function draw<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...content: readonly Content[]
): SVGElementTagNameMap[Tag] {
  return filled(document.createElementNS(SVG, tag) as SVGElementTagNameMap[Tag], attributes, content);
}

/** What is there of the content. */
export function present(content: readonly Content[]): (Node | string)[] {
  return content.filter((one) => one !== null);
}

function filled<Made extends Element>(made: Made, attributes: Attributes, content: readonly Content[]): Made {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...present(content));
  return made;
}

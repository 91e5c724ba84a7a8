import { EvenhandDue } from "./elements/due.js";

customElements.define("evenhand-due", EvenhandDue);

export { EvenhandDue };
export type { DueDetail, Entry } from "./elements/due.js";

declare global {
  interface HTMLElementTagNameMap {
    "evenhand-due": EvenhandDue;
  }
}

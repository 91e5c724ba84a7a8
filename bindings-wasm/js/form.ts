import { EvenhandForm } from "./elements/form.js";

customElements.define("evenhand-form", EvenhandForm);

export { EvenhandForm };
export type { OutcomeDetail } from "./elements/form.js";

declare global {
  interface HTMLElementTagNameMap {
    "evenhand-form": EvenhandForm;
  }
}

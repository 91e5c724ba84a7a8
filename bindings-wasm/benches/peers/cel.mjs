// CEL in JavaScript. It has neither minimum, maximum nor rounding to decimals; what a value is called within an expression is
// the usual list of one element.
import { Environment } from "@marcbachmann/cel-js";

const within = (amount, least, most) => `(${amount} < ${least} ? ${least} : ${amount} > ${most} ? ${most} : ${amount})`;
const EXPRESSION =
  "[185.0 * area]" +
  `.map(amount, area <= 1.0 ? ${within("amount", "50.0", "200.0")}` +
  ` : area <= 3.0 ? ${within("amount", "200.0", "500.0")}` +
  ` : area <= 5.0 ? ${within("amount", "500.0", "1000.0")}` +
  ` : ${within("amount", "1000.0", "2000.0")})` +
  ".map(tiered, repeat ? tiered * 1.3 : tiered)" +
  `.map(adjusted, ${within("adjusted", "50.0", "2000.0")})` +
  ".map(fine, double(int(fine * 100.0 + 0.5)) / 100.0)[0]";
const environment = new Environment().registerVariable("area", "double").registerVariable("repeat", "bool");
const program = environment.parse(EXPRESSION);

export const single = (area, repeat) => program({ area, repeat });
/** No module: its code, bundled and minified. */
export const CODE = "@marcbachmann/cel-js";

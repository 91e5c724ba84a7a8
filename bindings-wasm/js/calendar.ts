import type * as raw from "#raw";

import { RuleError, told } from "./error.js";
import { module } from "./module.js";
import { bundledFile } from "./bundled.js";

/** Working days, as published for each year. */
export class Calendar {
  /** @internal */
  readonly handle: raw.Calendar;

  /** @internal */
  constructor(handle: raw.Calendar) {
    this.handle = handle;
  }

  /** Reads a calendar from the TOML text of a file; `name` is what reports call it by. */
  static read(name: string, text: string): Calendar {
    return new Calendar(told(() => module().Calendar.read(name, text)));
  }

  /** A calendar that comes with the package, such as `cn`. `base` is where the files of the package can be had. */
  static async bundled(id: string, base?: URL | string): Promise<Calendar> {
    const path = `calendars/${id}.toml`;
    return Calendar.read(path, await bundledFile(path, base));
  }

  /**
   * The calendar that a caller gave, or an error that says what it must be.
   *
   * @internal
   */
  static given(calendar: unknown): Calendar {
    if (calendar instanceof Calendar) return calendar;
    throw new RuleError("wrong-type", "calendar", "`calendar` must be a Calendar, as `Calendar.bundled` gives it");
  }

  /** These days, with what an office changes for itself put upon them. */
  with(other: Calendar): Calendar {
    return new Calendar(told(() => this.handle.with(other.handle)));
  }
}

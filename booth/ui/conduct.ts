// SPDX-License-Identifier: Apache-2.0
// The administrator's page beside the draft: schedule and law, time, reminders, other administrators, the log.

import { call, own, text, uuid } from "./api.ts";
import { element, has, part, save, typed, when } from "./dom.ts";

export interface Promises {
  schedule?: { opens?: string; closes?: string };
  law?: { file: string; sha256: string; question?: number; against_all?: number; commitments?: string[] };
}

/** RFC 3339 with the offset of this browser's time zone, of what a field for date and time holds. */
function moment(value: string): string {
  const offset = -new Date(value).getTimezoneOffset();
  const [hours, minutes] = [Math.trunc(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const two = (number: number) => String(number).padStart(2, "0");
  return `${value.slice(0, 16)}:00${offset < 0 ? "-" : "+"}${two(hours)}:${two(minutes)}`;
}

/** What such a field shows for a time: it is that of this browser's time zone. */
function field(value: string | undefined): string {
  if (value === undefined) return "";
  const date = new Date(value);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Show the schedule of a draft. */
export function showSchedule(draft: Promises): void {
  part("zone").textContent = Intl.DateTimeFormat().resolvedOptions().timeZone;
  part<HTMLInputElement>("opens").value = field(draft.schedule?.opens);
  part<HTMLInputElement>("closes").value = field(draft.schedule?.closes);
}

/** The schedule as it stands in the form. */
export function readSchedule(): Pick<Promises, "schedule"> {
  const schedule = Object.fromEntries(
    ["opens", "closes"].filter((id) => typed(id) !== "").map((id) => [id, moment(typed(id))]),
  );
  return Object.keys(schedule).length > 0 ? { schedule } : {};
}

async function listAdministrators(): Promise<void> {
  const { administrators, asked } = await call<{ administrators: string[]; asked: string[] }>(
    "GET",
    own("/administrators"),
  );
  const lines = [
    ...administrators.map((email) => element("li", email)),
    ...asked.map((email) => element("li", `${email} …`)),
  ];
  part("administrators").replaceChildren(...lines);
}

/** Who did what, and when: in the reader's way of writing times, with the zone. */
export async function showLog(): Promise<void> {
  const log = await call<{ time: string; actor: string; action: string }[]>("GET", own("/log"));
  const lines = log.map(({ time, actor, action }) => {
    const line = document.createElement("li");
    const when = document.createElement("time");
    when.dateTime = time;
    when.textContent = written(time);
    line.append(when, ` ${actor}: `, element("code", action));
    return line;
  });
  part("log").replaceChildren(...lines);
}

/** A time in this browser's way of writing the page's language, and in its time zone, which is named. */
function written(time: string): string {
  const page = document.documentElement.lang;
  const language = navigator.languages.find((own_) => own_.split("-")[0] === page) ?? page;
  return new Date(time).toLocaleString(language, { dateStyle: "medium", timeStyle: "long" });
}

/** Give the buttons of the page their meaning. */
export async function beginConduct(): Promise<void> {
  if (has("extend"))
    when("extend", async () => {
      await call("POST", own("/extension"), { closes: moment(typed("extend-until")), reason: typed("reason") });
      location.reload();
    });
  if (has("remind"))
    when("remind", async () => {
      await call("POST", own("/reminders"));
      part("reminded").hidden = false;
    });
  if (has("archive"))
    when("archive", async () => {
      await call("PUT", own("/archive"), { archived: true });
      location.assign("/");
    });
  if (has("unarchive"))
    when("unarchive", async () => {
      await call("PUT", own("/archive"), { archived: false });
      location.reload();
    });
  when("ask-administrator", async () => {
    await call("POST", own("/administrators"), { email: typed("administrator-email") });
    await listAdministrators();
  });
  when("save-log", async () => save(`log-${uuid}.json`, await text("GET", own("/log"))));
  await listAdministrators();
}

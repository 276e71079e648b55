// Dates and times in the reader's language and habit, and always in a zone that is named.

/** The browser's own variant of the language: en-GB reads 14:00 where en-US reads 2:00 PM. @param {string} language */
export const habit = (language) =>
  navigator.languages.find((own) => own.split('-')[0] === language.split('-')[0]) ?? language;

/** @param {string | undefined} zone */
const known = (zone) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone || undefined }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
};

/** 09:05 by the 24-hour clock, 9:05 AM by the other. @param {string} language @returns {'numeric' | '2-digit'} */
const hours = (language) =>
  new Intl.DateTimeFormat(language, { hour: 'numeric' }).resolvedOptions().hour12 ? 'numeric' : '2-digit';

/** @param {Date} at @param {string} language @param {string} [zone] */
export const clock = (at, language, zone) =>
  at.toLocaleTimeString(language, { hour: hours(language), minute: '2-digit', timeZone: known(zone) });

/** `2026-11-26` where the reader is, or in the zone. @param {Date} at @param {string} [zone] */
export const dayOf = (at, zone) => at.toLocaleDateString('sv', { timeZone: known(zone) });

/** @param {string} text */
const capital = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** Today, tomorrow, yesterday, else the date. @param {Date} at @param {string} language @param {string} [zone] */
export function dayName(at, language, zone) {
  const days = Math.round((Date.parse(dayOf(at, zone)) - Date.parse(dayOf(new Date(), zone))) / 86_400_000);
  if (Math.abs(days) <= 1) return capital(new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day'));
  return capital(at.toLocaleDateString(language, { weekday: 'long', day: 'numeric', month: 'long', timeZone: known(zone) }));
}

/** What a visitor says by choosing a time. @param {Date} at @param {string} language @param {string} [zone] */
export const slotText = (at, language, zone) =>
  at.toLocaleString(language, {
    weekday: 'long', day: 'numeric', month: 'long', hour: hours(language), minute: '2-digit', timeZone: known(zone),
  });

/** @param {Date} from @param {Date} to @param {string} language @param {string} [zone] */
export function span(from, to, language, zone) {
  const format = new Intl.DateTimeFormat(language, {
    weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: hours(language), minute: '2-digit', timeZone: known(zone),
  });
  return Number.isNaN(to.getTime()) ? format.format(from) : format.formatRange(from, to);
}

/** `Europe/Berlin` as "Berlin, GMT+1". @param {string | undefined} zone @param {string} language @param {string} [at] */
export function zoneName(zone, language, at) {
  const name = known(zone) ?? known(undefined) ?? 'UTC';
  const parts = new Intl.DateTimeFormat(language, { timeZone: name, timeZoneName: 'shortOffset' })
    .formatToParts(at ? new Date(at) : new Date());
  const offset = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const city = name.split('/').at(-1)?.replaceAll('_', ' ') ?? name;
  return city === offset ? city : `${city} (${offset})`;
}

const pad = (value: number, width = 2) => String(value).padStart(width, '0');
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });

/** Local wall clock to the millisecond; the day too when it is not today. */
export function clock(instant: string, now = new Date()): string {
  const time = new Date(instant);
  const text = `${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}.${pad(time.getMilliseconds(), 3)}`;
  return time.toDateString() === now.toDateString() ? text : `${day.format(time)} ${text.slice(0, 8)}`;
}

export function calendarDay(instant: string): string {
  return date.format(new Date(instant));
}

/** `in 3 d`, `2 min ago`. */
export function relative(instant: string, now = Date.now()): string {
  const delta = new Date(instant).getTime() - now;
  const size = Math.abs(delta) / 1000;
  const text =
    size < 60 ? `${Math.round(size)} s`
    : size < 3600 ? `${Math.round(size / 60)} min`
    : size < 86_400 ? `${Math.round(size / 3600)} h`
    : `${Math.round(size / 86_400)} d`;
  return delta < 0 ? `${text} ago` : `in ${text}`;
}

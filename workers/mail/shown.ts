/** Names in letters. */

const NAME_MAX = 80
/** A name that somebody chose, so that it neither breaks a header nor fills a page. */
export const shown = (name: string): string => {
  const line = name.replace(/\s+/g, ' ').trim()
  return line.length > NAME_MAX ? `${line.slice(0, NAME_MAX - 1)}…` : line
}

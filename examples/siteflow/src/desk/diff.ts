/** Compares two texts line by line. Bounded: texts that differ in very many lines are shown as altogether different in the middle. */
export interface DiffLine {
  readonly kind: 'same' | 'mine' | 'theirs'
  readonly text: string
}

/** Cells of the table that is filled at most: some milliseconds. */
const cellsMax = 1_000_000

const middle = (mine: readonly string[], theirs: readonly string[]): readonly DiffLine[] => {
  const asMine = (text: string): DiffLine => ({ kind: 'mine', text })
  const asTheirs = (text: string): DiffLine => ({ kind: 'theirs', text })
  if (mine.length * theirs.length > cellsMax) return [...theirs.map(asTheirs), ...mine.map(asMine)]
  const width = theirs.length + 1
  /** The longest common rest from each pair of lines on. */
  const rest = new Uint32Array((mine.length + 1) * width)
  const at = (i: number, j: number): number => rest[i * width + j] ?? 0
  for (let i = mine.length - 1; i >= 0; i--)
    for (let j = theirs.length - 1; j >= 0; j--)
      rest[i * width + j] = mine[i] === theirs[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < mine.length || j < theirs.length) {
    const [own, other] = [mine[i], theirs[j]]
    if (own !== undefined && own === other) {
      lines.push({ kind: 'same', text: own })
      i += 1
      j += 1
    } else if (other !== undefined && (own === undefined || at(i, j + 1) >= at(i + 1, j))) {
      lines.push(asTheirs(other))
      j += 1
    } else if (own !== undefined) {
      lines.push(asMine(own))
      i += 1
    }
  }
  return lines
}

/** Both texts as one list of lines: what both have once, and what one of them has in its place, theirs first. */
export const diffLines = (mineText: string, theirText: string): readonly DiffLine[] => {
  const [mine, theirs] = [mineText.split('\n'), theirText.split('\n')]
  const shorter = Math.min(mine.length, theirs.length)
  let head = 0
  while (head < shorter && mine[head] === theirs[head]) head += 1
  let tail = 0
  while (tail < shorter - head && mine.at(-1 - tail) === theirs.at(-1 - tail)) tail += 1
  const same = (text: string): DiffLine => ({ kind: 'same', text })
  return [
    ...mine.slice(0, head).map(same),
    ...middle(mine.slice(head, mine.length - tail), theirs.slice(head, theirs.length - tail)),
    ...mine.slice(mine.length - tail).map(same),
  ]
}

/** A text with all lines of both: where to begin when one merges by hand. */
export const bothTexts = (lines: readonly DiffLine[]): string => lines.map(({ text }) => text).join('\n')

/** Whose the edits of one Yjs client are: spans of its clocks, each up to the next one. Pure. */

/** From `clock` on, what the client writes is `author`'s. */
export interface Span {
  readonly clock: number
  readonly author: number
}

/** The author of what nobody is known to have written. */
export const nobody = 0

/** A client id that has changed hands so often is nobody's from then on: honest ones do when somebody signs in or out. */
export const spansMax = 1_000

export const ownerAt = (spans: readonly Span[], clock: number): number | null =>
  spans.findLast((span) => span.clock <= clock)?.author ?? null

/**
 * The spans after `author` has sent the clocks `from`…`until`: `spans` itself where nothing changes. Who edits with a client id first has it
 * from the start. What somebody had sent beyond the `had` clocks that are there waits for its parents: of that only what is sent now changes.
 */
export const assignSpan = (
  spans: readonly Span[],
  author: number,
  { from, until, had }: { readonly from: number; readonly until: number; readonly had: number },
): readonly Span[] => {
  if (spans.length === 0) return [{ clock: 0, author }]
  if (from >= until) return spans
  if (spans.length >= spansMax)
    return spans.at(-1)?.author === nobody
      ? spans
      : [...spans, { clock: Math.max(from, spans.at(-1)?.clock ?? 0), author: nobody }]
  const following = spans.findLast(({ clock }) => clock <= until)
  const rest =
    following !== undefined && following.clock > had && following.clock < until ? [{ ...following, clock: until }] : []
  const after = [
    ...spans.filter(({ clock }) => clock < from),
    { clock: from, author },
    ...rest,
    ...spans.filter(({ clock }) => clock >= until),
  ].filter((span, i, all) => span.author !== all[i - 1]?.author)
  return after.length === spans.length &&
    after.every((span, i) => span.clock === spans[i]?.clock && span.author === spans[i]?.author)
    ? spans
    : after
}

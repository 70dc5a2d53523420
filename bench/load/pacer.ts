// Owns sending at a steady rate: sends what is due by the clock, evenly staggered over the people, and never more than
// was asked for. A generator that cannot keep up sends less, and the row says so.

export interface Pace {
  readonly people: number
  readonly perPersonPerSecond: number
  readonly durationMs: number
}

const drainCheckMs = 50

/** Calls `send(person, sequence)` for each due change; resolves with the time it took. */
export const sendPaced = (
  { people, perPersonPerSecond, durationMs }: Pace,
  send: (person: number, sequence: number) => void,
) => {
  const totalPerSecond = people * perPersonPerSecond
  const startedAt = performance.now()
  let sent = 0
  return new Promise<{ sent: number; elapsedMs: number }>((resolve) => {
    const turn = () => {
      const elapsedMs = performance.now() - startedAt
      const due = Math.floor((Math.min(elapsedMs, durationMs) * totalPerSecond) / 1000)
      for (; sent < due; sent++) send(sent % people, Math.floor(sent / people))
      if (elapsedMs < durationMs) setTimeout(turn, 1)
      else resolve({ sent, elapsedMs })
    }
    turn()
  })
}

/** Waits until `isDone`, until nothing moved for `quietMs`, or until `withinMs` have passed. */
export const drain = async (
  isDone: () => boolean,
  progress: () => number,
  { quietMs, withinMs }: { quietMs: number; withinMs: number },
) => {
  const deadline = performance.now() + withinMs
  let last = progress()
  let movedAt = performance.now()
  while (!isDone() && performance.now() < deadline && performance.now() - movedAt < quietMs) {
    await new Promise((resolve) => setTimeout(resolve, drainCheckMs))
    if (progress() === last) continue
    last = progress()
    movedAt = performance.now()
  }
}

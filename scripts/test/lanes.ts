// Owns the order in which the projects of a run are run, and that the output of each stays together. Refuses to count.

/** Runs one project; what it has to say goes to `print`. */
export type RunProject<T> = (name: string, print: (text: string) => void) => Promise<T>

export interface Output {
  write(text: string): void
}

/**
 * Runs the lanes at the same time, the projects of a lane one after the other, and tells `ended` of each as it ends. A lane that is done
 * takes over the last of those that wait in the longest other one. A project that is alone is shown as it comes; of more of them the
 * output of each is shown when it has ended.
 */
export const runLanes = async <T>(
  lanes: readonly (readonly string[])[],
  run: RunProject<T>,
  ended: (name: string, result: T, tookMs: number) => void,
  output: Output = process.stdout,
): Promise<void> => {
  const waiting = lanes.map((lane) => [...lane])
  const isAlone = waiting.flat().length < 2
  const next = (own: string[]): string | undefined =>
    own.shift() ?? waiting.toSorted((a, b) => b.length - a.length)[0]?.pop()
  const runLane = async (own: string[]) => {
    for (let name = next(own); name !== undefined; name = next(own)) {
      const startedAt = Date.now()
      let kept = ''
      if (!isAlone) output.write(`… ${name}\n`)
      const result = await run(name, (text) => {
        if (isAlone) output.write(text)
        else kept += text
      })
      if (kept !== '') output.write(kept.endsWith('\n') ? kept : `${kept}\n`)
      ended(name, result, Date.now() - startedAt)
    }
  }
  await Promise.all(waiting.map(runLane))
}

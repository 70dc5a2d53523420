// Owns the order in which the projects of a run are run, and that the output of each stays together. Refuses to count.

/** Runs one project; what it has to say goes to `print`. */
export type RunProject<T> = (name: string, print: (text: string) => void) => Promise<T>

export interface Output {
  write(text: string): void
}

/**
 * Runs the lanes at the same time, the projects of a lane one after the other, and tells `ended` of each as it ends. With one lane the
 * output is shown as it comes; with more of them the output of a project is shown when the project has ended.
 */
export const runLanes = async <T>(
  lanes: readonly (readonly string[])[],
  run: RunProject<T>,
  ended: (name: string, result: T, tookMs: number) => void,
  output: Output = process.stdout,
): Promise<void> => {
  const busy = lanes.filter((lane) => lane.length > 0)
  const isAlone = busy.length < 2
  const runLane = async (lane: readonly string[]) => {
    for (const name of lane) {
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
  await Promise.all(busy.map(runLane))
}

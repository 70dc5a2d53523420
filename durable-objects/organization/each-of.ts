const roomsAtOnce = 20

/** Calls `work` for each of `items`, so many at once. */
export const eachOf = async <T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
  const queue = items.values()
  const worker = async () => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(roomsAtOnce, items.length) }, worker))
}

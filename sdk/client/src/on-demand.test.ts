import { expect, test } from 'vitest'
import type { SyncForgeError } from './errors.ts'
import { onDemand, openOnDemand, storeOnDemand, withCallsOnDemand } from './on-demand.ts'
import { createStore } from './store.ts'

const failed = expect.objectContaining({ code: 'LOAD_FAILED' })

test('calls wait for their part, which is loaded once; a failed load is LOAD_FAILED and tried again', async () => {
  let loads = 0
  const use = onDemand(async () => {
    loads += 1
    if (loads === 1) throw new TypeError('no network')
    return { add: async (a: number, b: number) => a + b, fail: () => Promise.reject(new RangeError('too much')) }
  })
  const { add, fail } = withCallsOnDemand(use)
  await expect(add(1, 2)).rejects.toEqual(failed)
  expect(await Promise.all([add(1, 2), add(3, 4)])).toEqual([3, 7])
  await expect(fail()).rejects.toEqual(new RangeError('too much'))
  expect(loads).toBe(2)
})

test('a store begins empty, then is the one of its part; a failure is reported and the next use tries again', async () => {
  let isDown = true
  const names = createStore<readonly string[]>(['ada'])
  const reports: SyncForgeError[] = []
  const load = onDemand(async () => {
    if (isDown) throw new TypeError('no network')
    return { names }
  })
  const store = storeOnDemand<{ names: typeof names }, readonly string[]>(
    load,
    (error) => reports.push(error),
    [],
    (part) => part.names,
  )
  const heard: (readonly string[])[] = []
  store.subscribe((value) => heard.push(value))
  await expect.poll(() => reports).toEqual([failed])
  isDown = false
  const stop = store.subscribe((value) => heard.push(value))
  const stopEarly = store.subscribe(() => heard.push(['never after the first']))
  stopEarly()
  await expect.poll(() => store.get()).toEqual(['ada'])
  names.set(['ada', 'bob'])
  stop()
  names.set([])
  expect(heard).toEqual([[], [], ['never after the first'], ['ada'], ['ada', 'bob']])
})

test('a call brings the store along: what it says is there when the call has ended', async () => {
  const names = createStore<readonly string[]>([])
  const part = {
    ...names,
    async add(name: string) {
      names.set([...names.get(), name])
    },
  }
  const use = onDemand(async () => part)
  const api = withCallsOnDemand(use)
  const store = storeOnDemand<typeof part, readonly string[]>(use, () => {}, [])
  await api.add('ada')
  expect(store.get()).toEqual(['ada'])
})

const telling = () => {
  const heard: number[] = []
  let refreshes = 0
  const load = async () => ({ hear: (value: number) => heard.push(value) })
  const refresh = () => {
    refreshes += 1
  }
  const part = openOnDemand({ refresh }, load)
  return { heard, part, say: (value: number) => part.tell(({ hear }) => hear(value)), refreshes: () => refreshes }
}

test('what a part missed is told in order when it comes, then it hears at once', async () => {
  const { heard, part, say, refreshes } = telling()
  say(1)
  say(2)
  await part.use()
  say(3)
  expect(heard).toEqual([1, 2, 3])
  expect(refreshes()).toBe(0)
})

test('of more than is kept, the part hears the beginning, and the room is asked to say everything again', async () => {
  const { heard, part, say, refreshes } = telling()
  for (let i = 0; i < 1_000; i += 1) say(i)
  await part.use()
  expect(heard.length).toBe(256)
  expect(refreshes()).toBe(1)
})

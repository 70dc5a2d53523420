import { expect, it } from 'vitest'
import { runLanes } from './lanes.ts'

/** Runs `lanes` of projects that end when they are told to, and tells what was written so far. */
const started = (lanes: readonly (readonly string[])[]) => {
  let written = ''
  const running = new Map<string, { print(text: string): void; end(result: string): void }>()
  const all = runLanes(
    lanes,
    (name, print) => new Promise<string>((resolve) => running.set(name, { print, end: (result) => resolve(result) })),
    (name, result) => {
      written += `${name} ended ${result}\n`
      running.delete(name)
    },
    {
      write(text) {
        written += text
      },
    },
  )
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return { all, running, settle, written: () => written }
}

it('runs the first of each lane at once, the next when the one before it has ended, and keeps the output of each together', async () => {
  const { all, running, settle, written } = started([['a', 'b'], ['c']])
  expect([...running.keys()]).toEqual(['a', 'c'])
  running.get('a')?.print('a1\n')
  running.get('c')?.print('c1\n')
  running.get('a')?.print('a2')
  running.get('a')?.end('well')
  await settle()
  expect([...running.keys()]).toEqual(['c', 'b'])
  running.get('b')?.end('well')
  await settle()
  expect([...running.keys()]).toEqual(['c'])
  running.get('c')?.print('c2\n')
  running.get('c')?.end('badly')
  await all
  expect(written()).toBe('… a\n… c\na1\na2\na ended well\n… b\nb ended well\nc1\nc2\nc ended badly\n')
})

it('lets a lane that is done take over what waits last in the other, until nothing waits', async () => {
  const { all, running, settle } = started([['a'], ['b', 'c', 'd', 'e']])
  const names = () => [...running.keys()].sort()
  const end = async (name: string) => {
    running.get(name)?.end('well')
    await settle()
  }
  await end('a')
  expect(names()).toEqual(['b', 'e'])
  await end('e')
  expect(names()).toEqual(['b', 'd'])
  await end('b')
  expect(names()).toEqual(['c', 'd'])
  await end('d')
  expect(names()).toEqual(['c'])
  await end('c')
  await all
})

it('shows the output of a single project as it comes', async () => {
  const { all, running, written } = started([[], ['a']])
  running.get('a')?.print('half a li')
  expect(written()).toBe('half a li')
  running.get('a')?.end('well')
  await all
  expect(written()).toBe('half a lia ended well\n')
})

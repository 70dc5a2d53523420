/** Lines of the live log add up, each once; where some may be missing a line says so. */
import { expect, it } from 'vitest'
import { applyLog, type LiveLog } from './log.ts'

const line = (sequence: number) =>
  ({ sequence, at: sequence, kind: 'join', roomId: 'a', who: 'ada', what: null, requestId: null }) as const
const nothing: LiveLog = { status: 'connecting', lines: [] }
const message = (sequences: readonly number[], gap = false) =>
  ({ type: 'log', body: { lines: sequences.map(line), gap } }) as const

it('adds what is new, once, in order, and keeps the newest thousand', () => {
  const first = applyLog(nothing, message([1, 2]))
  expect(first.status).toBe('live')
  const second = applyLog(first, message([2, 3]))
  expect(second.lines.map(({ sequence }) => sequence)).toEqual([1, 2, 3])
  const many = applyLog(second, message(Array.from({ length: 1_500 }, (_, index) => index + 4)))
  expect(many.lines).toHaveLength(1_000)
  expect(many.lines.at(-1)?.sequence).toBe(1_503)
})

it('says where some may be missing', () => {
  const after = applyLog(applyLog(nothing, message([1])), message([700, 701], true))
  expect(after.lines.map(({ kind }) => kind)).toEqual(['join', 'gap', 'join', 'join'])
})

/** `traceparent` as W3C Trace Context has it: what is valid is continued, anything else begins a trace of its own. */
import { expect, it } from 'vitest'
import { continueTrace, traceFields, traceparentOf } from './trace.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const spanId = '00f067aa0ba902b7'

it('continues a valid one with a span of its own', () => {
  const trace = continueTrace(`00-${traceId}-${spanId}-01`)
  expect(trace).toEqual({
    traceId,
    spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
    parentSpanId: spanId,
    isSampled: true,
  })
  expect(trace.spanId).not.toBe(spanId)
  expect(traceparentOf(trace)).toBe(`00-${traceId}-${trace.spanId}-01`)
  expect(traceFields(trace)).toEqual({ traceId, spanId: trace.spanId, parentSpanId: spanId })
})

it('keeps whether it is sampled, and reads a later version that has more', () => {
  expect(traceparentOf(continueTrace(`00-${traceId}-${spanId}-00`))).toMatch(/-00$/)
  expect(continueTrace(`cc-${traceId}-${spanId}-09-what-the-future-has`)).toMatchObject({ traceId, isSampled: true })
})

it.each([
  null,
  '',
  'nonsense',
  `00-${traceId}-${spanId}`,
  `00-${traceId}-${spanId}-01-more`,
  `ff-${traceId}-${spanId}-01`,
  `00-${'0'.repeat(32)}-${spanId}-01`,
  `00-${traceId}-${'0'.repeat(16)}-01`,
  `00-${traceId.toUpperCase()}-${spanId}-01`,
  `00-${traceId}-${spanId}-01, 00-${traceId}-${spanId}-01`,
  `00-${traceId}-${spanId}-01`.repeat(10_000),
])('begins anew for one that is not valid: %.60s', (header) => {
  const trace = continueTrace(header)
  expect(trace.traceId).toMatch(/^[0-9a-f]{32}$/)
  expect(trace.traceId).not.toBe(traceId)
  expect(trace.parentSpanId).toBeNull()
  expect(continueTrace(traceparentOf(trace)).traceId).toBe(trace.traceId)
})

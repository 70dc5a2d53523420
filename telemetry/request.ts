/** The request under way in a worker: whatever is logged, asked of the database or called meanwhile belongs to it. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { continueTrace, type Trace, traceFields, traceparentOf } from './trace.ts'

export interface RequestContext {
  readonly requestId: string
  readonly trace: Trace
}

/** A request as it is handed on to an object, which has none of its own. */
export interface Origin {
  readonly requestId: string
  readonly traceparent: string
}

/** A span of its own for what an object does for this request, as fields of a line of the log. */
export const originFields = (origin: Origin | undefined): Readonly<Record<string, string>> =>
  origin === undefined ? {} : { requestId: origin.requestId, ...traceFields(continueTrace(origin.traceparent)) }

const underWay = new AsyncLocalStorage<RequestContext>()

/** Runs `work` as a part of this request. */
export const withinRequest = <T>(request: RequestContext, work: () => T): T => underWay.run(request, work)

/** `undefined` outside of any, as in an object. */
export const currentRequest = (): RequestContext | undefined => underWay.getStore()

/** What an object is told of the request that asks it; `undefined` outside of any. */
export const currentOrigin = (): Origin | undefined => {
  const request = currentRequest()
  return request && { requestId: request.requestId, traceparent: traceparentOf(request.trace) }
}

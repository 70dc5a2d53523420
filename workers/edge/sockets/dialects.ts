/** The dialects whose sockets the edge takes, one line each. */
import { native } from './native.ts'
import type { SocketDialect } from './target.ts'
import { yjs } from './yjs.ts'

const dialects: readonly SocketDialect[] = [native, yjs]

/** The dialect of an address; `undefined` for one that is no socket's. */
export const dialectAt = (pathname: string): SocketDialect | undefined =>
  dialects.find(({ serves }) => serves(pathname))

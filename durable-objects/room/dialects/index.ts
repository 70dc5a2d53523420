/** The registry of dialects: what a connection may speak. */
import type { Admission } from '../admission.ts'
import type { Dialect } from './dialect.ts'
import { native } from './native.ts'
import { yjs } from './yjs.ts'

export const dialects: Readonly<Record<Admission['dialect'], Dialect>> = { native, yjs }

/** Ids: their shapes and how they are made. No schema library here, so that clients can import it. */

export { createId, type IdPrefix, randomText } from './create-id.ts'
export { defaultDocument, idPatterns } from './names.ts'

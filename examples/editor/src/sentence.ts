// Owns how an error is said on the page: the room's own words with the code that finds them in the reference.
import { SyncForgeError } from '@syncforge/client'

export const sentenceOf = (error: unknown): string => {
  if (error instanceof SyncForgeError) return `${error.message} (${error.code})`
  console.error(error)
  return 'Something on this page went wrong.'
}

/** Names what an answer holds by its `ETag`, and spares a caller who has it already (`If-None-Match`) the answer itself. */
import { etag, RETAINED_304_HEADERS } from 'hono/etag'

export const conditional = etag({
  // A page of another origin could not read even that it has the newest.
  retainedHeaders: [...RETAINED_304_HEADERS, 'access-control-allow-origin', 'access-control-expose-headers'],
})

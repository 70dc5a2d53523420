/** A page of a list by cursor: one row more than asked for tells whether there is a next page. */
import type { Position } from '../../db/queries/position.ts'
import { readCursor, writeCursor } from './list-cursor.ts'

const order = '-createdAt'

const readPosition = (cursor: string): Position => {
  const { value, id } = readCursor(order, cursor)
  return { createdAt: new Date(value), id }
}

const writePosition = ({ createdAt, id }: Position): string => writeCursor(order, { value: createdAt.getTime(), id })

/**
 * The rows of one page, and where the next one begins.
 *
 * @param positionOf where in the list a row stands
 * @throws RoomError VALIDATION_ERROR for a cursor that is not one of ours
 * @example await listPage(query, (limit, after) => listMembers(db, id, limit, after), (member) => member)
 */
export const listPage = async <Row>(
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  list: (limit: number, after: Position | undefined) => Promise<readonly Row[]>,
  positionOf: (row: Row) => Position,
): Promise<{ readonly page: readonly Row[]; readonly nextCursor: string | null }> => {
  const found = await list(limit + 1, cursor === undefined ? undefined : readPosition(cursor))
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return { page, nextCursor: found.length > limit && last ? writePosition(positionOf(last)) : null }
}

/** The classes that wrangler.toml binds. */
export { Room } from './room/room.ts'

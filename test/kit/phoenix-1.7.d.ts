/** The same names as in the version of today, which has types. */
declare module 'phoenix-1.7' {
  export { Presence, Socket } from 'phoenix'
}

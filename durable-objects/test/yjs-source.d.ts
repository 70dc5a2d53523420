/** Yjs from its sources: a copy of its own, beside the one that everything else imports. */
declare module 'yjs/src/index.js' {
  export * from 'yjs'
}

/** A file of this folder as it stands. */
declare module '*?source' {
  const text: string
  export default text
}

declare module '*.css'

// The package ships no types. It is CommonJS: what it calls `default`, the path of the binary, is a property here.
declare module 'workerd' {
  const workerd: { readonly default: string }
  export default workerd
}

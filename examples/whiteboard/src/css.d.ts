// The bundler takes stylesheets that a module imports.
declare module '*.css'

/** What is read of an OpenAPI document: by the build, which makes the page of the routes, and by the page, which makes forms of them. */

/** The part of JSON Schema that our routes use. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly example?: unknown
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly required?: readonly string[]
  readonly allOf?: readonly Schema[]
}

export type Schemas = Readonly<Record<string, Schema>>

export interface Media {
  readonly schema?: Schema
  readonly example?: unknown
}

export interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly description?: string
  readonly schema?: Schema
}

export interface Operation {
  readonly tags?: readonly string[]
  readonly summary?: string
  readonly description?: string
  readonly security?: readonly unknown[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> }
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, Media>> }>
  >
}

export interface OpenApi {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Schemas }
}

export interface Route {
  /** Of its place on the page: `post-api-v1-rooms`. */
  readonly id: string
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

export const routesOf = ({ paths }: OpenApi): readonly Route[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: `${method}-${path.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '')}`,
      method,
      path,
      operation,
    })),
  )

/** The body that a route takes: its type, and one that it would accept, where its schema shows one. */
export const bodyOf = (
  { operation }: Route,
  { components }: OpenApi,
): { readonly type: string; readonly example: unknown } | null => {
  const [type, media] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  if (type === undefined) return null
  const name = media?.schema?.$ref?.split('/').at(-1)
  const known = name === undefined ? media?.schema : components?.schemas?.[name]
  return { type, example: media?.example ?? known?.example }
}

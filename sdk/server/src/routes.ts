/** The routes of the API as types, read off its OpenAPI document: which there are, what each takes, and what it answers. */
import type { components, paths } from './generated/api.ts'

/** The shapes that the API names, such as `Schemas['Room']`. */
export type Schemas = components['schemas']

/** What a room token is to say. */
export type NewToken = Schemas['NewToken']

export type Method = 'get' | 'post' | 'patch' | 'put' | 'delete'

type Prefix = '/api/v1'
type Api = { [P in keyof paths as P extends `${Prefix}${infer Route}` ? Route : never]: paths[P] }

/** The paths that can be asked with a method. */
export type RouteOf<M extends Method> = {
  [R in keyof Api]: Api[R] extends { readonly [K in M]: object } ? R : never
}[keyof Api]

type Operation<M extends Method, R extends keyof Api> = Api[R] extends { readonly [K in M]: infer O } ? O : never

type PathOf<O> = O extends { readonly parameters: { readonly path: infer P } } ? { readonly path: P } : unknown
type QueryOf<O> = O extends { readonly parameters: { readonly query: infer Q } }
  ? { readonly query: Q }
  : O extends { readonly parameters: { readonly query?: infer Q } }
    ? [Q] extends [undefined]
      ? unknown
      : { readonly query?: Q }
    : unknown

/** Bytes for what is no JSON; of which kind they are is said where it is not plain bytes. */
type BodyContent<C> = C extends { readonly 'application/json': infer J }
  ? { readonly body: J }
  : C extends { readonly 'application/octet-stream': unknown }
    ? { readonly body: Bytes }
    : { readonly body: Bytes; readonly contentType: keyof C }
type BodyOf<O> = O extends { readonly requestBody: { readonly content: infer C } }
  ? BodyContent<C>
  : O extends { readonly requestBody?: { readonly content: infer C } }
    ? Partial<BodyContent<C>>
    : unknown

export type Bytes = Uint8Array<ArrayBuffer> | ArrayBuffer | Blob | ReadableStream<Uint8Array>

/** What a route takes: `path`, `query` and `body`, those that it has. */
export type Input<M extends Method, R extends keyof Api> = PathOf<Operation<M, R>> &
  QueryOf<Operation<M, R>> &
  BodyOf<Operation<M, R>>

/** Whether a route can be asked without saying anything. */
export type NeedsInput<M extends Method, R extends keyof Api> = object extends Input<M, R> ? false : true

type Answers<O> = O extends { readonly responses: infer A } ? A : never
type GoodContent<A> = A extends { readonly 200: infer R } ? R : A extends { readonly 201: infer R } ? R : never
type AnswerContent<R> = R extends { readonly content: infer C }
  ? {
      [T in keyof C]: T extends 'application/json'
        ? C[T]
        : T extends `text/${string}`
          ? string
          : ReadableStream<Uint8Array>
    }[keyof C]
  : undefined

/** What a route answers: JSON as what it says, text as text, everything else as a stream of bytes; nothing as `undefined`. */
export type Output<M extends Method, R extends keyof Api> = AnswerContent<GoodContent<Answers<Operation<M, R>>>>

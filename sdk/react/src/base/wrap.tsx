'use client'
/**
 * Owns how an element is a component of React: properties are set after every commit, because a server's HTML and hydration carry no objects;
 * events are heard by the newest handler. Knows no element by name.
 */
import {
  createElement,
  type ForwardRefExoticComponent,
  forwardRef,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react'

/** What a component takes besides the properties of its element. */
export interface Around<E> {
  readonly className?: string | undefined
  readonly id?: string | undefined
  readonly style?: { readonly [property: string]: string | number | undefined } | undefined
  readonly slot?: string | undefined
  readonly ref?: Ref<E> | undefined
  readonly children?: ReactNode
}

/** What a handler of an event of that name hears. */
export type Heard<N extends keyof GlobalEventHandlersEventMap> = GlobalEventHandlersEventMap[N]

type Properties<E, K extends keyof E> = { readonly [N in K]?: E[N] | undefined }
type Handlers<H> = { readonly [N in keyof H]?: ((event: H[N]) => void) | undefined }

const useCommitEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect

const isText = (value: unknown): value is string | number | true =>
  value === true || typeof value === 'string' || typeof value === 'number'
const toAttribute = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/**
 * The component of an element.
 *
 * @param properties of the element; those that are text are in the server's HTML too, under the same name with dashes
 * @param events names of handlers, and what they hear
 * @param inside what the element would put into its light DOM itself: rendered here, so that hydration finds it
 */
export const wrap = <E extends HTMLElement, K extends keyof E & string, H extends object = object>(
  tag: string,
  properties: readonly K[],
  events: { readonly [N in keyof H]: string },
  inside?: ReactNode,
): ForwardRefExoticComponent<Properties<E, K> & Handlers<H> & Around<E>> => {
  const known = new Set<string>(properties)
  // React 18 hands a `ref` to nobody else.
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each element, when the module is loaded
  const Component = forwardRef<E, Record<string, unknown>>(({ children, className, ...props }, ref) => {
    const own = useRef<E>(null)
    const latest = useRef<Record<string, unknown>>({})
    useCommitEffect(() => {
      const element = own.current as E & Record<string, unknown>
      for (const name of properties) {
        if (latest.current[name] !== props[name]) Object.assign(element, { [name]: props[name] })
      }
      latest.current = props
    })
    useImperativeHandle(ref, () => own.current as E, [])
    useCommitEffect(() => {
      const over = new AbortController()
      for (const [name, type] of Object.entries<string>(events)) {
        const hear = (event: Event) => (latest.current[name] as ((event: Event) => void) | undefined)?.(event)
        own.current?.addEventListener(type, hear, over)
      }
      return () => over.abort()
    }, [])
    const plain = Object.entries(props).flatMap(([name, value]) => {
      if (name in events) return []
      if (!known.has(name)) return [[name, value]]
      return isText(value) ? [[toAttribute(name), value === true ? '' : value]] : []
    })
    const rest = { ...Object.fromEntries(plain), ref: own, class: className, suppressHydrationWarning: true }
    return createElement(tag, rest, inside, children as ReactNode)
  })
  Component.displayName = tag
  return Component as ReturnType<typeof wrap<E, K, H>>
}

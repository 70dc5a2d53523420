'use client'
/** Owns `<syncforge-branding>`: gives what is inside of it the colour of the organization, and shows its logo where that is wanted. */
import { css, html, LitElement, nothing, type PropertyDeclarations, type PropertyValues } from 'lit'
import { define } from '../base/define.ts'
import { plainText, safeUrl } from '../base/safe.ts'
import { accentOf } from './accent.ts'

const tag = 'syncforge-branding'

/** What the organization has set in its dashboard. */
export interface BrandingState {
  readonly name: string
  /** An address of an image. */
  readonly logo: string | null
  /** Six hexadecimal digits after a `#`. */
  readonly color: string | null
}

const readFrom = (answer: unknown): BrandingState => {
  const { name, logo, color } = Object(answer) as Readonly<Record<string, unknown>>
  return {
    name: plainText(name),
    logo: safeUrl(logo),
    color: typeof color === 'string' && /^#[\da-f]{6}$/.test(color) ? color : null,
  }
}

/**
 * Sets `--syncforge-accent` and `--syncforge-on-accent` for what is inside of it, each so that it can be read in both themes. While the branding is
 * not there, and where it cannot be had, everything looks as it does without. The part `logo` is the image.
 *
 * @example
 * <syncforge-branding endpoint="wss://collab.example.com" api-key="pk_live_…" logo>
 *   <syncforge-comments></syncforge-comments>
 * </syncforge-branding>
 */
export class SyncForgeBranding extends LitElement {
  static override styles = css`
    :host {
      display: contents;
    }
    img {
      display: block;
      max-block-size: 32px;
      max-inline-size: 160px;
    }
  `
  static override properties: PropertyDeclarations = {
    endpoint: { type: String },
    apiKey: { type: String, attribute: 'api-key' },
    logo: { type: Boolean },
  }
  /** Where the server is. Default: where the page is from. */
  declare endpoint: string | null | undefined
  /** A publishable key. */
  declare apiKey: string | null | undefined
  /** Whether the logo stands before what is inside. Default: no. */
  declare logo: boolean | null | undefined
  #branding: BrandingState | null = null
  #asked = ''

  /** What the organization looks like, once it is known. */
  get branding(): BrandingState | null {
    return this.#branding
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('endpoint') || changed.has('apiKey')) void this.#load()
  }

  async #load(): Promise<void> {
    const base = (this.endpoint || location.origin).replace(/^ws/, 'http').replace(/\/+$/, '')
    const address = this.apiKey ? `${base}/v1/branding?apiKey=${encodeURIComponent(this.apiKey)}` : ''
    this.#asked = address
    const answer = address === '' ? null : await fetch(address, { credentials: 'omit' }).catch(() => null)
    const branding = answer?.ok ? readFrom(await answer.json().catch(() => null)) : null
    // Another one was asked for meanwhile.
    if (this.#asked === address) this.#show(branding)
  }

  #show(branding: BrandingState | null): void {
    this.#branding = branding
    const look = branding?.color ? accentOf(branding.color) : null
    this.style.setProperty('--syncforge-accent', look?.accent ?? null)
    this.style.setProperty('--syncforge-on-accent', look?.onAccent ?? null)
    this.requestUpdate()
    if (branding)
      this.dispatchEvent(new CustomEvent('syncforge-branded', { bubbles: true, composed: true, detail: { branding } }))
  }

  override render(): unknown {
    const { name = '', logo = null } = this.#branding ?? {}
    const image = this.logo && logo ? html`<img part="logo" src=${logo} alt=${name}>` : nothing
    return html`${image}<slot></slot>`
  }
}

define(tag, SyncForgeBranding)

declare global {
  interface HTMLElementTagNameMap {
    [tag]: SyncForgeBranding
  }
  interface GlobalEventHandlersEventMap {
    /** The organization's branding is known and shown. */
    'syncforge-branded': CustomEvent<{ readonly branding: BrandingState }>
  }
}

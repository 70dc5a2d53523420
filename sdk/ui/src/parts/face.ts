/** Owns the small picture of whoever said something: as they were called then. */
import type { Author } from '@syncforge/client'
import { css, html, type TemplateResult } from 'lit'
import { colorOf, initialsOf, nameOf, safeUrl } from '../base/safe.ts'

/** With `personColors` of the theme. */
export const faceStyle = css`
  .face {
    display: grid;
    place-items: center;
    position: relative;
    flex: none;
    inline-size: var(--_face, 28px);
    block-size: var(--_face, 28px);
    border-radius: 50%;
    overflow: hidden;
    background: var(--_person, var(--_sunken));
    color: var(--_on-person, var(--_ink));
    font-size: 11px;
    font-weight: 600;
    line-height: 1;
  }
  .face img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
`

const hideBroken = (event: Event) => {
  ;(event.target as HTMLElement).hidden = true
}

type Someone = Pick<Author, 'userId'> & {
  readonly userInfo: { readonly name: string; readonly color: string; readonly avatar?: string | undefined }
}

export const face = (author: Someone): TemplateResult => {
  const user = author as Parameters<typeof nameOf>[0]
  const address = safeUrl(author.userInfo.avatar)
  return html`<span class="face person" part="face" aria-hidden="true" .style=${`--person:${colorOf(user)}`}>${initialsOf(nameOf(user))}${
    address ? html`<img alt="" src=${address} referrerpolicy="no-referrer" loading="lazy" @error=${hideBroken} />` : ''
  }</span>`
}

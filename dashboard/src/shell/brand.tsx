/** The mark and the name, as a link. */
export const Brand = ({ href }: { readonly href: string }) => (
  <a className="brand" href={href}>
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <rect className="brand-plate" width="32" height="32" rx="9" />
      <path className="brand-glyph" d="M23.5 8.5H9l4 6h10.5z" />
      <path className="brand-glyph brand-glyph-second" d="M8.5 23.5H23l-4-6H8.5z" />
    </svg>
    SyncForge
  </a>
)

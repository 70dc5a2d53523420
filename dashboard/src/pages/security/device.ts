/** A browser and its machine, in words, by what it says of itself. */

const browsers = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const

const systems = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
] as const

/** @example deviceOf('Mozilla/5.0 (X11; Linux x86_64) … Chrome/131.0') // { words: 'Chrome on Linux', isPhone: false } */
export const deviceOf = (userAgent: string): { readonly words: string; readonly isPhone: boolean } => {
  const browser = browsers.find(([sign]) => userAgent.includes(sign))?.[1]
  const system = systems.find(([sign]) => userAgent.includes(sign))?.[1]
  const isPhone = /Android|iPhone/.test(userAgent)
  if (browser && system) return { words: `${browser} on ${system}`, isPhone }
  return { words: browser ?? system ?? (userAgent.split(/[\s/]/)[0] || 'Unknown'), isPhone }
}

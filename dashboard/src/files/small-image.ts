/** Makes a picture small enough to be kept beside the name it belongs to: square, 128 pixels, at most 32 kB as a data address. */

const SIDE = 128
const MAX_LENGTH = 32 * 1024
const qualities = [0.9, 0.75, 0.6, 0.4]

/**
 * The middle of the picture as a WebP, or a JPEG where the browser writes none.
 *
 * @throws Error in words for a person, for a file that is no picture
 */
export const smallImage = async (file: Blob): Promise<string> => {
  const picture = await createImageBitmap(file).catch(() => {
    throw new Error('This file is no picture that the browser can read.')
  })
  const canvas = document.createElement('canvas')
  canvas.width = SIDE
  canvas.height = SIDE
  const context = canvas.getContext('2d')
  if (!context) throw new Error('The browser cannot draw.')
  const side = Math.min(picture.width, picture.height)
  const [x, y] = [(picture.width - side) / 2, (picture.height - side) / 2]
  context.drawImage(picture, x, y, side, side, 0, 0, SIDE, SIDE)
  for (const quality of qualities) {
    const webp = canvas.toDataURL('image/webp', quality)
    const address = webp.startsWith('data:image/webp') ? webp : canvas.toDataURL('image/jpeg', quality)
    if (address.length <= MAX_LENGTH) return address
  }
  throw new Error('This picture stays too large.')
}

/** One number, large, with what it is of. */
const number = new Intl.NumberFormat()

interface FigureProps {
  readonly title: string
  /** `undefined`: not known yet. */
  readonly value: number | undefined
}

export const Figure = ({ title, value }: FigureProps) => (
  <div className="figure">
    <dt>{title}</dt>
    <dd>{value === undefined ? '…' : number.format(value)}</dd>
  </div>
)

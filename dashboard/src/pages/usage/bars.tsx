/** A chart of bars, as a picture with a description and as a table for who cannot see it. */

export interface Bar {
  readonly label: string
  readonly value: number
}

const number = new Intl.NumberFormat()
const height = 120

export const Bars = ({ title, bars }: { readonly title: string; readonly bars: readonly Bar[] }) => {
  const most = Math.max(1, ...bars.map(({ value }) => value))
  return (
    <figure className="chart">
      <figcaption>
        {title}{' '}
        <span className="quiet numbers">at most {number.format(Math.max(0, ...bars.map(({ value }) => value)))}</span>
      </figcaption>
      <svg viewBox={`0 0 ${bars.length * 10} ${height}`} preserveAspectRatio="none" aria-hidden>
        {bars.map(({ label, value }, index) => {
          const tall = value === 0 ? 1 : Math.max(3, (value / most) * (height - 4))
          return (
            <rect
              key={label}
              className={value === 0 ? 'chart-none' : 'chart-bar'}
              x={index * 10 + 1}
              y={height - tall}
              width={8}
              height={tall}
            >
              <title>{`${label}: ${number.format(value)}`}</title>
            </rect>
          )
        })}
      </svg>
      <div className="chart-ends quiet" aria-hidden>
        <span>{bars[0]?.label}</span>
        <span>{bars.at(-1)?.label}</span>
      </div>
      <table className="visually-hidden">
        <caption>{title}</caption>
        <tbody>
          {bars
            .filter(({ value }) => value > 0)
            .map(({ label, value }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{number.format(value)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </figure>
  )
}

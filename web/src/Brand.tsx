import { Icon } from './Icon.tsx';

/** The product's name with its mark. */
export function Brand() {
  return (
    <span className="brand">
      <Icon name="brand" /> Reports
    </span>
  );
}

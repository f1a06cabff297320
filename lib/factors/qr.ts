import { renderSVG } from 'uqr';

/** A QR code as an SVG document: dark on white whatever the theme, because cameras read it so. */
export function qrSvg(text: string): string {
  return renderSVG(text, { border: 2 });
}

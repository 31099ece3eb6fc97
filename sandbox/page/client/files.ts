import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Dialog } from "./dialog.ts";
import { h, html } from "./html.ts";
import { icon } from "./icons.ts";
import type { SharedFile } from "./wire.ts";

/** The files of a message: pictures are shown, the rest can be downloaded. */
export function FileList(props: { readonly files: readonly SharedFile[] }): ComponentChildren {
  const [enlarged, setEnlarged] = useState<SharedFile | undefined>(undefined);
  return html`<div class="files">
    ${props.files.map((file) => (isPicture(file) ? picture(file, () => setEnlarged(file)) : fileCard(file)))}
    ${enlarged === undefined ? null : h(Lightbox, { file: enlarged, close: () => setEnlarged(undefined) })}
  </div>`;
}

function isPicture(file: SharedFile): boolean {
  return /^image\/(?:png|jpeg|gif|webp|svg\+xml)$/.test(file.mimetype);
}

function picture(file: SharedFile, enlarge: () => void): ComponentChildren {
  return html`<figure class="file-picture">
    <figcaption>${file.title}</figcaption>
    <button type="button" class="bare" aria-label=${`Enlarge ${file.title}`} onClick=${enlarge}><img src=${file.url} alt=${file.alt} /></button>
  </figure>`;
}

function fileCard(file: SharedFile): ComponentChildren {
  return html`<a class="file-card" href=${file.url} download=${file.name} aria-label=${`Download ${file.name}`}>
    <span class=${`file-icon file-${kindOf(file)}`}>${icon("file", 24)}</span>
    <span class="file-words"><span class="file-name">${file.title}</span><span class="file-about">${typeOf(file)} · ${sizeOf(file.size)}</span></span>
    ${icon("download", 18)}
  </a>`;
}

function Lightbox(props: { readonly file: SharedFile; readonly close: () => void }): ComponentChildren {
  const { file, close } = props;
  return h(
    Dialog,
    { label: file.title, class: "lightbox", onCancel: close },
    html`<header><strong>${file.title}</strong>
        <a class="icon-button" href=${file.url} download=${file.name} aria-label="Download">${icon("download")}</a>
        <button type="button" class="icon-button" aria-label="Close" onClick=${close}>${icon("close")}</button>
      </header>
      <img src=${file.url} alt=${file.alt} />`,
  );
}

function extensionOf(file: SharedFile): string {
  return /\.(\w{1,6})$/.exec(file.name)?.[1]?.toLowerCase() ?? "";
}

function kindOf(file: SharedFile): string {
  const extension = extensionOf(file);
  if (extension === "pdf") return "pdf";
  if (extension === "zip" || extension === "gz" || extension === "tar") return "archive";
  return ["csv", "xlsx", "xls"].includes(extension) ? "sheet" : "plain";
}

function typeOf(file: SharedFile): string {
  return extensionOf(file).toUpperCase() || file.mimetype || "File";
}

/** `1.4 MB`: in steps of 1,000, one decimal below ten. */
export function sizeOf(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit > 0 && size < 10 ? size.toFixed(1) : Math.round(size)} ${units[unit] ?? ""}`;
}

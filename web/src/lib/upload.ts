// Sending a file with its progress: the one thing that `fetch` cannot tell.
import { problem, Problem } from "../api/client";
import type { Uploaded } from "../api/types";

/** Sends `file` to be analysed; `progress` hears how many of its bytes have left. */
export function upload(file: File, progress: (sent: number) => void, signal: AbortSignal): Promise<Uploaded> {
  return sendFile<Uploaded>("/api/v1/uploads", file, progress, signal);
}

/** Sends `file` to `address` as it is, with its name beside it. */
export function sendFile<T>(address: string, file: File, progress: (sent: number) => void, signal: AbortSignal): Promise<T> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${address}?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = (event) => { progress(event.loaded); };
    request.onload = () => {
      const body = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) done(body as T);
      else failed(problem(request.status, body, request.getResponseHeader("x-request-id")));
    };
    request.onerror = () => { failed(new Problem(0, "unreachable", "", null)); };
    signal.addEventListener("abort", () => { request.abort(); });
    request.send(file);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

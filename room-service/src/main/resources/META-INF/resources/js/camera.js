const WANTED = {
  video: { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 24, max: 30 } },
  audio: { echoCancellation: true, noiseSuppression: true },
};

const EXPLANATIONS = {
  NotAllowedError: 'The browser may not use the camera and the microphone. Allow it in the address bar, then reload the page.',
  NotFoundError: 'No camera or microphone was found. Plug one in, then reload the page.',
  NotReadableError: 'The camera or the microphone is in use by another program.',
};

/** Camera and microphone of this person; an Error with a text for people when there is none. */
export async function openCamera() {
  if (!navigator.mediaDevices) {
    throw new Error('This page needs a secure address (https) to use the camera.');
  }
  try {
    return await navigator.mediaDevices.getUserMedia(WANTED);
  } catch (error) {
    throw new Error(EXPLANATIONS[error.name] ?? `The camera could not be opened (${error.name}).`);
  }
}

/** What the control plane takes for the name of an object; models may have more. */
export const NAME = /^[A-Za-z0-9][A-Za-z0-9._@:+-]{0,199}$/;

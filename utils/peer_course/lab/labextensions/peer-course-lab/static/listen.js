export function listen(lab) {}

export function arrange(panel, lab) {}

export { judge } from "./judge.js";
export { forJudging, openStore, readRevocations, readTrust, refresh } from "./lists.js";
export { isRevoked } from "./revoked.js";

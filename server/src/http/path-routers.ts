import express, { type RequestHandler, type Router } from 'express';

/** Routers by the first part of a path: a request is compared with the endpoints of one noun, not with every one there is. */
export class PathRouters {
  private readonly routers = new Map<string, Router>();

  /** Where an endpoint of this path is registered. */
  of(path: string): Router {
    const name = firstPart(path);
    const known = this.routers.get(name);
    if (known !== undefined) return known;
    if (name === '' || name.startsWith(':')) throw new Error(`${path} does not begin with a word`);
    const made = express.Router();
    this.routers.set(name, made);
    return made;
  }

  readonly handle: RequestHandler = (req, res, next) => {
    const router = this.routers.get(firstPart(req.url));
    if (router === undefined) next();
    else router(req, res, next);
  };
}

/** `/People/x?limit=1` → `people`: Express does not look at the case of paths either. */
function firstPart(path: string): string {
  return (/^\/([^/?]*)/.exec(path)?.[1] ?? '').toLowerCase();
}

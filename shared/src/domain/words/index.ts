export { counted, fillPlaces, placesOf } from './fill-places.ts';

import { byId } from './dom.js';
import { accessToken, fromAddress } from './settings.js';

accessToken(); // a token in the address is remembered for the pages this one leads to

const { room, name } = fromAddress();
const { elements } = byId('choice');
elements.room.value = room || elements.room.value;
elements.name.value = name;

/** An empty name would only clutter the next address. */
byId('choice').addEventListener('formdata', ({ formData }) => {
  if (!formData.get('name')) {
    formData.delete('name');
  }
});

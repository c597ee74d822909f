create table event_map_type (ocel_type text, ocel_type_map text);
insert into event_map_type values ('place order', 'PlaceOrder'), ('pick item', 'PickItem'),
  ('create package', 'CreatePackage'), ('send package', 'SendPackage');
create table object_map_type (ocel_type text, ocel_type_map text);
insert into object_map_type values ('orders', 'Orders'), ('items', 'Items'), ('packages', 'Packages'),
  ('customers', 'Customers'), ('employees', 'Employees');
create table event (ocel_id text, ocel_type text);
insert into event values ('e1', 'place order'), ('e2', 'pick item'), ('e3', 'pick item'), ('e4', 'place order'),
  ('e5', 'pick item'), ('e6', 'create package'), ('e7', 'send package');
create table event_PlaceOrder (ocel_id text, ocel_time text);
insert into event_PlaceOrder values ('e1', '2026-03-02 09:00:00'), ('e4', '2026-03-02 12:00:00');
create table event_PickItem (ocel_id text, ocel_time text);
insert into event_PickItem values ('e2', '2026-03-02 10:00:00.999'), ('e3', '2026-03-02 11:00:00'),
  ('e5', '2026-03-02 15:00:00');
create table event_CreatePackage (ocel_id text, ocel_time text);
insert into event_CreatePackage values ('e6', '2026-03-02T16:00:00Z');
create table event_SendPackage (ocel_id text, ocel_time text);
insert into event_SendPackage values ('e7', '2026-03-02T18:00:00Z');
create table object (ocel_id text, ocel_type text);
insert into object values ('o1', 'orders'), ('o2', 'orders'), ('i1', 'items'), ('i2', 'items'), ('3', 'items'),
  ('p1', 'packages'), ('Rose & Sons', 'customers'), ('Sal', 'employees'), ('Wim', 'employees'), ('Sue', 'employees');
create table object_Orders (ocel_id text, ocel_time text, ocel_changed_field text, price real, due text);
insert into object_Orders values ('o1', '1970-01-01 00:00:00', null, 12.5, '2026-03-02T17:00:00Z'),
  ('o1', '2026-03-02 09:30:00', 'price', 13, 'unchanged'), ('o2', '1970-01-01 00:00:00', null, null, '2026-03-03T17:00:00Z');
create table object_Items (ocel_id integer, ocel_time text, ocel_changed_field text);
create table object_Packages (ocel_id text, ocel_time text, ocel_changed_field text);
create table object_Customers (ocel_id text, ocel_time text, ocel_changed_field text);
create table object_Employees (ocel_id text, ocel_time text, ocel_changed_field text, role text);
insert into object_Employees values ('Sal', '1970-01-01 00:00:00', null, 'Sales'),
  ('Wim', '1970-01-01 00:00:00', null, 'Warehouse'), ('Sue', '1970-01-01 00:00:00', null, 'Shipping');
create table event_object (ocel_event_id text, ocel_object_id, ocel_qualifier text);
insert into event_object values ('e1', 'o1', 'order'), ('e1', 'Sal', 'clerk'), ('e2', 'i1', 'item'),
  ('e2', 'Wim', 'picker'), ('e3', 'i2', 'item'), ('e3', 'Wim', 'picker'), ('e4', 'o2', 'order'), ('e4', 'Sal', 'clerk'),
  ('e5', 3, 'item'), ('e5', 'Wim', 'picker'), ('e6', 'p1', 'package'), ('e6', 'Sue', 'packer'), ('e7', 'p1', 'package'),
  ('e7', 'Sue', 'shipper'), ('e7', 'nobody', 'shipper');
create table object_object (ocel_source_id text, ocel_target_id, ocel_qualifier text);
insert into object_object values ('o1', 'i1', 'comprises'), ('o1', 'i2', 'comprises'), ('o2', 3, 'comprises'),
  ('o2', 'i9', 'comprises'), ('p1', 'i1', 'contains'), ('p1', 'i2', 'contains'), ('p1', 3, 'contains'),
  ('Rose & Sons', 'o1', 'places'), ('Rose & Sons', 'o2', 'places');

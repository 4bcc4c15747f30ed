-- Who is a member of which role, one row each; several grantors of one membership are one row.
select 'membership' as kind, pg_get_userbyid(m.roleid) as parent, pg_get_userbyid(m.member) as name,
       case when bool_or(m.admin_option) then 'yes' end as admin_option,
       -- @if >= 16: case when not bool_or(m.inherit_option) then 'no' end as inherit,
       -- @if >= 16: case when not bool_or(m.set_option) then 'no' end as set,
       0 as class_oid, 0 as object_oid
from pg_catalog.pg_auth_members m
where m.member >= 16384 or m.roleid >= 16384
group by m.roleid, m.member;

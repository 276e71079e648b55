"""calendars and mail"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0006'
down_revision: str | None = '0005'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('leadership',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('holder', sa.Uuid(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_leadership'))
    )
    op.create_table('address_fault',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('address_blind', sa.LargeBinary(), nullable=False),
    sa.Column('action_id', sa.Uuid(), nullable=True),
    sa.Column('severity', sa.String(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_address_fault_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_address_fault')),
    sa.UniqueConstraint('workspace_id', 'action_id', 'code', name=op.f('uq_address_fault_workspace_id_action_id_code'))
    )
    with op.batch_alter_table('address_fault', schema=None) as batch_op:
        batch_op.create_index('ix_address_fault_recent', ['workspace_id', 'address_blind', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_address_fault_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('mailbox',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('imap_host', sa.String(), nullable=True),
    sa.Column('imap_port', sa.Integer(), nullable=False),
    sa.Column('imap_tls', sa.String(), nullable=False),
    sa.Column('smtp_host', sa.String(), nullable=True),
    sa.Column('smtp_port', sa.Integer(), nullable=False),
    sa.Column('smtp_tls', sa.String(), nullable=False),
    sa.Column('dkim_selector', sa.String(), nullable=True),
    sa.Column('folder', sa.String(), nullable=False),
    sa.Column('secret_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('uid_validity', sa.Integer(), nullable=True),
    sa.Column('last_uid', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('error_code', sa.String(), nullable=True),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_mailbox_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mailbox')),
    sa.UniqueConstraint('workspace_id', name=op.f('uq_mailbox_workspace_id'))
    )
    op.create_table('meeting_type',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('step_minutes', sa.Integer(), nullable=False),
    sa.Column('notice_minutes', sa.Integer(), nullable=False),
    sa.Column('before_minutes', sa.Integer(), nullable=False),
    sa.Column('after_minutes', sa.Integer(), nullable=False),
    sa.Column('horizon_days', sa.Integer(), nullable=False),
    sa.Column('per_day', sa.Integer(), nullable=True),
    sa.Column('per_week', sa.Integer(), nullable=True),
    sa.Column('needs_confirmation', sa.Boolean(), nullable=False),
    sa.Column('hours', sa.JSON(), nullable=False),
    sa.Column('hosts', sa.JSON(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_meeting_type_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_type')),
    sa.UniqueConstraint('workspace_id', 'key', name=op.f('uq_meeting_type_workspace_id_key'))
    )
    with op.batch_alter_table('meeting_type', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_type_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('outbox_item',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('thread', sa.Uuid(), nullable=True),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('available_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('lease', sa.Uuid(), nullable=True),
    sa.Column('leased_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error_code', sa.String(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_outbox_item_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_item')),
    sa.UniqueConstraint('workspace_id', 'key', name=op.f('uq_outbox_item_workspace_id_key'))
    )
    with op.batch_alter_table('outbox_item', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_item_due', ['workspace_id', 'state', 'available_at'], unique=False)
        batch_op.create_index('ix_outbox_item_lease', ['lease'], unique=False)
        batch_op.create_index('ix_outbox_item_thread', ['thread', 'state'], unique=False)

    op.create_table('calendar_account',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('subject_ref', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('error_code', sa.String(), nullable=True),
    sa.Column('address_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('account_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('secret_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('state_digest', sa.LargeBinary(), nullable=True),
    sa.Column('verifier_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('grant_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('synced_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_calendar_account_member_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_calendar_account_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_account')),
    sa.UniqueConstraint('state_digest', name=op.f('uq_calendar_account_state_digest'))
    )
    with op.batch_alter_table('calendar_account', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_calendar_account_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_calendar_account_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('travel',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('zone', sa.String(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_travel_member_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_travel_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_travel'))
    )
    with op.batch_alter_table('travel', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_travel_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_travel_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('calendar_source',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('subject_ref', sa.Uuid(), nullable=False),
    sa.Column('ref_blind', sa.LargeBinary(), nullable=False),
    sa.Column('ref_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('name_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('memory_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('reads', sa.Boolean(), nullable=False),
    sa.Column('writes', sa.Boolean(), nullable=False),
    sa.Column('synced_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['calendar_account.id'], name=op.f('fk_calendar_source_account_id')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_calendar_source_member_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_calendar_source_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_source')),
    sa.UniqueConstraint('account_id', 'ref_blind', name=op.f('uq_calendar_source_account_id_ref_blind'))
    )
    with op.batch_alter_table('calendar_source', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_calendar_source_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_calendar_source_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_calendar_source_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('mail_message',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('conversation_id', sa.Uuid(), nullable=True),
    sa.Column('subject_ref', sa.Uuid(), nullable=False),
    sa.Column('direction', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('id_blind', sa.LargeBinary(), nullable=False),
    sa.Column('address_blind', sa.LargeBinary(), nullable=False),
    sa.Column('headers_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('raw_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('event_seq', sa.Integer(), nullable=True),
    sa.Column('action_id', sa.Uuid(), nullable=True),
    sa.Column('unsubscribe_digest', sa.LargeBinary(), nullable=True),
    sa.Column('uid_validity', sa.Integer(), nullable=True),
    sa.Column('uid', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_mail_message_conversation_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_mail_message_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_message')),
    sa.UniqueConstraint('unsubscribe_digest', name=op.f('uq_mail_message_unsubscribe_digest')),
    sa.UniqueConstraint('workspace_id', 'direction', 'id_blind', name=op.f('uq_mail_message_workspace_id_direction_id_blind'))
    )
    with op.batch_alter_table('mail_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mail_message_action_id'), ['action_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mail_message_address_blind'), ['address_blind'], unique=False)
        batch_op.create_index('ix_mail_message_conversation', ['workspace_id', 'conversation_id'], unique=False)

    op.create_table('calendar_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('appointment_id', sa.Uuid(), nullable=False),
    sa.Column('source_id', sa.Uuid(), nullable=False),
    sa.Column('uid', sa.String(), nullable=False),
    sa.Column('remote_ref', sa.String(), nullable=False),
    sa.Column('etag', sa.String(), nullable=True),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['appointment_id'], ['appointment.id'], name=op.f('fk_calendar_entry_appointment_id')),
    sa.ForeignKeyConstraint(['source_id'], ['calendar_source.id'], name=op.f('fk_calendar_entry_source_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_calendar_entry_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_entry')),
    sa.UniqueConstraint('appointment_id', 'source_id', name=op.f('uq_calendar_entry_appointment_id_source_id'))
    )
    with op.batch_alter_table('calendar_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_calendar_entry_appointment_id'), ['appointment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_calendar_entry_source_id'), ['source_id'], unique=False)
        batch_op.create_index('ix_calendar_entry_uid', ['workspace_id', 'uid'], unique=False)
        batch_op.create_index(batch_op.f('ix_calendar_entry_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('meeting_link',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('appointment_id', sa.Uuid(), nullable=False),
    sa.Column('subject_ref', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('token_digest', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['appointment_id'], ['appointment.id'], name=op.f('fk_meeting_link_appointment_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_meeting_link_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_link')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_meeting_link_token_digest'))
    )
    with op.batch_alter_table('meeting_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_link_appointment_id'), ['appointment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_link_workspace_id'), ['workspace_id'], unique=False)

    with op.batch_alter_table('appointment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('type_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('choice', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('attendance', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('reply', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('reply_sequence', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('replied_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_appointment_type_id'), 'meeting_type', ['type_id'], ['id'])

    with op.batch_alter_table('member', schema=None) as batch_op:
        batch_op.add_column(sa.Column('weight', sa.Integer(), nullable=False, server_default='1'))



def downgrade() -> None:
    with op.batch_alter_table('member', schema=None) as batch_op:
        batch_op.drop_column('weight')

    with op.batch_alter_table('appointment', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_appointment_type_id'), type_='foreignkey')
        batch_op.drop_column('replied_at')
        batch_op.drop_column('reply_sequence')
        batch_op.drop_column('reply')
        batch_op.drop_column('attendance')
        batch_op.drop_column('choice')
        batch_op.drop_column('type_id')

    with op.batch_alter_table('meeting_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_link_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_meeting_link_appointment_id'))

    op.drop_table('meeting_link')
    with op.batch_alter_table('calendar_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_calendar_entry_workspace_id'))
        batch_op.drop_index('ix_calendar_entry_uid')
        batch_op.drop_index(batch_op.f('ix_calendar_entry_source_id'))
        batch_op.drop_index(batch_op.f('ix_calendar_entry_appointment_id'))

    op.drop_table('calendar_entry')
    with op.batch_alter_table('mail_message', schema=None) as batch_op:
        batch_op.drop_index('ix_mail_message_conversation')
        batch_op.drop_index(batch_op.f('ix_mail_message_address_blind'))
        batch_op.drop_index(batch_op.f('ix_mail_message_action_id'))

    op.drop_table('mail_message')
    with op.batch_alter_table('calendar_source', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_calendar_source_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_calendar_source_member_id'))
        batch_op.drop_index(batch_op.f('ix_calendar_source_account_id'))

    op.drop_table('calendar_source')
    with op.batch_alter_table('travel', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_travel_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_travel_member_id'))

    op.drop_table('travel')
    with op.batch_alter_table('calendar_account', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_calendar_account_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_calendar_account_member_id'))

    op.drop_table('calendar_account')
    with op.batch_alter_table('outbox_item', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_item_thread')
        batch_op.drop_index('ix_outbox_item_lease')
        batch_op.drop_index('ix_outbox_item_due')

    op.drop_table('outbox_item')
    with op.batch_alter_table('meeting_type', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_type_workspace_id'))

    op.drop_table('meeting_type')
    op.drop_table('mailbox')
    with op.batch_alter_table('address_fault', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_address_fault_workspace_id'))
        batch_op.drop_index('ix_address_fault_recent')

    op.drop_table('address_fault')
    op.drop_table('leadership')

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0002_discarded'),
    ]

    operations = [
        migrations.AddField(
            model_name='file',
            name='scanned_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='file',
            name='found',
            field=models.CharField(blank=True, db_default='', default='', max_length=120),
        ),
        migrations.AddIndex(
            model_name='file',
            index=models.Index(condition=models.Q(('scanned_at__isnull', True)), fields=['created_at', 'sha256'], name='files_file_unseen'),
        ),
    ]
